# Sourced by every command in script/: finds a Python, lets it make the virtual environment, hands over.
# `house_command NAME ARGS…` never returns.

house_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)" || exit 1

house_python() {
    local candidate
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3 /usr/local/bin/python3 python; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    printf '枫格: Python 3.11 or newer was not found; install it (Debian: apt install python3 python3-venv).\n' >&2
    return 1
}

house_command() {
    local python
    python="$(house_python)" || exit 1
    # No locale on a bare machine must not mean ASCII; no buffer, so that a log shows how far we are.
    export PYTHONUTF8=1 PYTHONUNBUFFERED=1
    unset PYTHONHOME PYTHONPATH
    cd "$house_root" || exit 1
    exec "$python" -m script.house.venv "$@"
}
