"""The web server's settings, the same under script/server and in a container."""

worker_class = (
    "gthread"  # synchronous views: each thread holds one database connection, and no more than that
)
workers = 2
threads = 4
preload_app = True
timeout = 60
# An idle connection costs no thread; closed after two seconds (the default), the next click of a reader meets a reset.
keepalive = 65
graceful_timeout = 10
control_socket_disable = True
