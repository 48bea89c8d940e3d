"""Every customer's class per dimension, with evidence, override and change."""
