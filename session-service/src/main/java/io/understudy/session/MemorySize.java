package io.understudy.session;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of memory as Spark and Livy write it: {@code 512m}, {@code 2g}, {@code 1gb}. A bare number is MiB.
 *
 * @param mebibytes at least 1; parts of a MiB are rounded up
 */
public record MemorySize(int mebibytes) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,12})(?:([kmgt])b?)?");

    public MemorySize {
        if (mebibytes < 1) {
            throw new IllegalArgumentException("memory is at least 1 MiB, not " + mebibytes);
        }
    }

    /** Reads a size; empty if it is not one, or is 0, or more than 2,147,483,647 MiB. */
    public static Optional<MemorySize> parse(String text) {
        Matcher matcher = TEXT.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String unit = matcher.group(2);
        BigInteger kibibytes =
                new BigInteger(matcher.group(1)).shiftLeft(10 * "kmgt".indexOf(unit == null ? "m" : unit));
        BigInteger mebibytes = kibibytes.add(BigInteger.valueOf(1023)).shiftRight(10);
        boolean fits = mebibytes.signum() > 0 && mebibytes.bitLength() < Integer.SIZE;
        return fits ? Optional.of(new MemorySize(mebibytes.intValueExact())) : Optional.empty();
    }
}
