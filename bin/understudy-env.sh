# Sourced by the commands beside it: where the jars are, which Java runs them. Sets HOME_DIR, JAVA, CONF_DIR_DEFAULT.
#
# In the distribution the jars lie in lib/ next to bin/; in a checkout in dist/target/understudy/lib.

fail() { # what-why-what-to-do [exit code]
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit "${2:-1}"
}

BIN_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
ROOT_DIR=$(dirname "$BIN_DIR")
if [ -d "$ROOT_DIR/lib" ]; then
    HOME_DIR=$ROOT_DIR
else
    HOME_DIR=$ROOT_DIR/dist/target/understudy
fi
CONF_DIR_DEFAULT=$ROOT_DIR/conf

require_jars() {
    [ -d "$HOME_DIR/lib" ] || fail "there is nothing built yet in $ROOT_DIR. Run bin/quickstart, or mvn -DskipTests package."
}

# Prints the path of a Java 17 (or newer) launcher: JAVA_HOME's, else the one on the PATH.
require_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        JAVA=$JAVA_HOME/bin/java
        [ -x "$JAVA" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it. Point it to a Java 17 installation."
    else
        JAVA=$(command -v java) || fail "there is no Java. Install Java 17 (Debian: openjdk-17-jre-headless) or set JAVA_HOME."
    fi
    local version
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$(java_home)/release" 2>/dev/null || true)
    [ -n "$version" ] || version=$("$JAVA" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
    [ "${version:-0}" -ge 17 ] || fail "$JAVA is Java ${version:-of an unknown version}; Understudy needs 17. Set JAVA_HOME to a Java 17 installation."
}

# How the log looks; whatever is named otherwise would be no log at all.
require_log_format() {
    case "${UNDERSTUDY_LOG_FORMAT:-text}" in
        text | json) ;;
        *) fail "UNDERSTUDY_LOG_FORMAT is $UNDERSTUDY_LOG_FORMAT; set it to text or json, or unset it." 2 ;;
    esac
}

# The folder of the Java that was found; most have a file `release` in it, which is read faster than Java starts.
java_home() {
    dirname "$(dirname "$(readlink -f "$JAVA")")"
}

# The daemon's class path: its configuration folder first, then Hadoop's, then the jars.
daemon_class_path() { # conf dir
    printf '%s' "$1${HADOOP_CONF_DIR:+:$HADOOP_CONF_DIR}:$HOME_DIR/lib/*"
}

# The launcher's class path: what it needs first, so that little is opened and read; behind it the rest.
launcher_class_path() {
    local jars
    jars=$(printf '%s:' "$HOME_DIR"/lib/understudy-{ha-daemon,fencing,session-service}-*.jar \
        "$HOME_DIR"/lib/{zookeeper,zookeeper-jute,slf4j-api}-[0-9]*.jar)
    printf '%s' "$jars$HOME_DIR/lib/*"
}
