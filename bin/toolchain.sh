# Sourced by bin/test and bin/quickstart: a JDK 17 and a Maven of 3.8 or newer, installed where this may be done.

toolchain_fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit 1
}

# Points JAVA_HOME to a JDK 17 if there is one: the one that is set, the one on the PATH, or one in /usr/lib/jvm.
find_jdk() {
    local candidate
    for candidate in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v javac || true)")")")" \
        /usr/lib/jvm/*17*; do
        if [ -x "$candidate/bin/javac" ] && "$candidate/bin/javac" -version 2>&1 | grep -q '^javac 17\.'; then
            export JAVA_HOME=$candidate
            return 0
        fi
    done
    return 1
}

find_maven() {
    local version
    version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    # shellcheck disable=SC2086
    set -- $version
    [ $# -eq 2 ] && { [ "$1" -gt 3 ] || { [ "$1" -eq 3 ] && [ "$2" -ge 8 ]; }; }
}

require_toolchain() {
    local missing=()
    find_jdk || missing+=(openjdk-17-jdk-headless)
    find_maven || missing+=(maven)
    command -v curl >/dev/null || missing+=(curl)
    [ ${#missing[@]} -eq 0 ] && return 0
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "Installing ${missing[*]} ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >/dev/null ||
            toolchain_fail "apt-get could not install ${missing[*]}. Install them by hand, then run this again."
        find_jdk && find_maven && return 0
    fi
    toolchain_fail "this needs a JDK 17, Maven 3.8 or newer and curl; missing: ${missing[*]}. Install them (Debian: apt-get install ${missing[*]}), or set JAVA_HOME, then run this again."
}

# Installs a program where this may be done; a test is skipped without it: offer PROGRAM PACKAGE TEST
offer() {
    command -v "$1" >/dev/null || offer_package "$2" "$3"
}

# The same for whatever else a package brings: offer_package PACKAGE TEST
offer_package() {
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "Installing $1 ..."
        # RUNLEVEL keeps Debian from starting it as a service.
        { apt-get update -qq && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$1"; } >/dev/null ||
            echo "apt-get could not install $1; $2 will be skipped." >&2
    fi
}
