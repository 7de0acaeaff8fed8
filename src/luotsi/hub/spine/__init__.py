"""The spine of the hub: the Initiative that travels the life cycle, its gates, links and timeline."""
