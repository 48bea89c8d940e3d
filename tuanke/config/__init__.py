"""How a deployment is put together: settings, addresses, who reacts to what, and the command line."""
