"""What the commands in script/ are made of.

Each command is a few lines of bash that find a Python (enter.sh); `venv` makes the virtual environment and
hands over to the module of the command's name: server, tests, psql, manage, lint, bench, backup, restore, bundle. Below them
stand `postgres` and `valkey` (the embedded servers), `supervisor` (who keeps processes alive) and
`environment` (the variables by which the product is configured).
"""
