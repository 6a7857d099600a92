"""How the pipeline was trained and measured: nothing that runs needs it."""
