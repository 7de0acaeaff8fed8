"""The project: settings, addresses, server and starter content. The only place where the rooms are put together."""
