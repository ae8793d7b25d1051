package io.understudy.ha;

/** What has become of a command to a node. */
sealed interface CommandEnd {

    /** The node is what it was told to be. */
    record Arrived() implements CommandEnd {}

    /** It came to nothing. */
    record Failed(String why) implements CommandEnd {}

    /** Not known in the time that there was. */
    record Late() implements CommandEnd {}
}
