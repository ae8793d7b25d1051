package io.understudy.ha.metrics;

import io.understudy.ha.admin.Standing;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The metrics over JMX: one bean, {@code io.understudy:type=Metrics,cluster=...,node=...}, with an attribute for each series,
 * named as Prometheus names it. Values are read when they are asked for.
 */
public final class MetricsBean implements DynamicMBean {

    private final Metrics metrics;

    private MetricsBean(Metrics metrics) {
        this.metrics = metrics;
    }

    /** Registers the bean of a node, for as long as the process lives. */
    public static void register(Metrics metrics, Standing.Identity identity) {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(
                            new MetricsBean(metrics),
                            new ObjectName("io.understudy:type=Metrics,cluster=" + identity.cluster() + ",node="
                                    + identity.node()));
        } catch (JMException e) {
            throw new IllegalStateException("the metrics are registered with JMX already", e);
        }
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        Double value = series().get(name);
        if (value == null) {
            throw new AttributeNotFoundException("There is no series " + name + " now.");
        }
        return value;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        Map<String, Double> series = series();
        AttributeList found = new AttributeList();
        Arrays.stream(names)
                .filter(series::containsKey)
                .forEach(name -> found.add(new Attribute(name, series.get(name))));
        return found;
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        MBeanAttributeInfo[] attributes = series().keySet().stream()
                .map(name -> new MBeanAttributeInfo(name, Double.class.getName(), name, true, false, false))
                .toArray(MBeanAttributeInfo[]::new);
        return new MBeanInfo(MetricsBean.class.getName(), "docs/metrics.md", attributes, null, null, null);
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException("Metrics are read only.");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList();
    }

    @Override
    public @Nullable Object invoke(String action, Object[] parameters, String[] signature) {
        throw new UnsupportedOperationException("Metrics have no operations.");
    }

    /** In the text a line is a series or, with a number sign, a word about its family. */
    private Map<String, Double> series() {
        Map<String, Double> series = new LinkedHashMap<>();
        metrics.text().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            series.put(line.substring(0, end), number(line.substring(end + 1)));
        });
        return series;
    }

    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
