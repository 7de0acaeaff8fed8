"""The edited pages of the hub (Wagtail): front page and content pages in three languages."""
