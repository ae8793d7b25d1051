package io.understudy.ha.gateway;

/** The three kinds of request. */
enum RequestKind {
    /** Answered by this node, whoever is active. */
    LOCAL,
    /** A browser loads a page. */
    PAGE,
    /** Everything else: for the node that is active. */
    SERVICE;

    /**
     * Tells the kind of a request.
     *
     * @param path not decoded
     * @param accept the Accept header, empty if there was none
     */
    static RequestKind of(String method, String path, String accept) {
        if (path.equals("/ha") || path.startsWith("/ha/") || path.equals("/metrics") || path.equals("/isActive")) {
            return LOCAL;
        }
        return method.equals("GET") && accept.contains("text/html") && isUi(path) ? PAGE : SERVICE;
    }

    /** Whether a path belongs to the pages. */
    static boolean isUi(String path) {
        return path.equals("/") || path.equals("/ui") || path.startsWith("/ui/");
    }
}
