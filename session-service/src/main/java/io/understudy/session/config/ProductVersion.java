package io.understudy.session.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is. */
public final class ProductVersion {

    private static final String RESOURCE = "/understudy-version.properties";

    private ProductVersion() {}

    /** The version of this build, as its artifacts carry it. */
    public static String current() {
        try (InputStream in = ProductVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("this build has no " + RESOURCE);
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "0");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
