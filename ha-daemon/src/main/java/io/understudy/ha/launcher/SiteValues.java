package io.understudy.ha.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Plain values of a Hadoop configuration file, read without Hadoop. Only for what the launcher shows; the daemon reads
 * the file in earnest and says what is wrong with it.
 */
final class SiteValues {

    private SiteValues() {}

    /** The file's properties; none if it cannot be read. */
    static Map<String, String> of(Path file) {
        Map<String, String> values = new HashMap<>();
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                read(in, values);
            } catch (IOException | XMLStreamException unreadable) {
                return Map.of();
            }
        }
        return values;
    }

    private static void read(InputStream in, Map<String, String> values) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(in);
        String name = "";
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamReader.START_ELEMENT) {
                if (xml.getLocalName().equals("name")) {
                    name = xml.getElementText().strip();
                } else if (xml.getLocalName().equals("value")) {
                    values.put(name, xml.getElementText().strip());
                }
            }
        }
    }
}
