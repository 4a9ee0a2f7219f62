"""How uWSGI and Gunicorn start the application."""
