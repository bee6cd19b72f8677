package io.mlops.local.wire;

import io.mlops.local.call.Refusals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** The SDK's shapes to and from XML, by the fields that the shapes declare. */
final class XmlShapes {
    private static final TimestampFormatTrait.Format TIMES = TimestampFormatTrait.Format.ISO_8601;

    private XmlShapes() {}

    /** Parses a document that comes from outside: no DTD, no entities. */
    static Element parse(byte[] document) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(document)).getDocumentElement();
        } catch (SAXException e) {
            throw Refusals.of(
                    "MalformedXML",
                    400,
                    "The XML you provided was not well-formed or did not validate against our schema");
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    static void read(Element element, SdkPojo builder, Predicate<SdkField<?>> wanted) {
        for (SdkField<?> field : builder.sdkFields()) {
            if (wanted.test(field)) {
                readField(element, builder, field);
            }
        }
    }

    private static void readField(Element element, SdkPojo builder, SdkField<?> field) {
        if (field.containsTrait(XmlAttributeTrait.class)) {
            String attribute = element.getAttribute(field.locationName());
            if (!attribute.isEmpty()) {
                field.set(builder, attribute);
            }
            return;
        }
        List<Element> children = children(element, field.locationName());
        if (!children.isEmpty()) {
            Optional<ListTrait> list = field.getOptionalTrait(ListTrait.class);
            if (list.isPresent() && list.get().isFlattened()) {
                field.set(builder, elements(list.get(), children));
            } else {
                field.set(builder, readValue(field, children.get(0)));
            }
        }
    }

    private static List<Object> elements(ListTrait list, List<Element> elements) {
        List<Object> values = new ArrayList<>();
        elements.forEach(element -> values.add(readValue(list.memberFieldInfo(), element)));
        return values;
    }

    private static Object readValue(SdkField<?> field, Element element) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        return switch (type) {
            case SDK_POJO -> {
                SdkPojo builder = field.constructor().get();
                read(element, builder, any -> true);
                yield ((Buildable) builder).build();
            }
            case LIST -> {
                ListTrait list = field.getTrait(ListTrait.class);
                yield elements(list, children(element, memberName(list)));
            }
            case MAP -> readMap(field.getTrait(MapTrait.class), element);
            default -> Scalars.read(field, element.getTextContent(), TIMES);
        };
    }

    private static Map<String, Object> readMap(MapTrait map, Element element) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Element entry : children(element, "entry")) {
            String key = children(entry, map.keyLocationName()).get(0).getTextContent();
            values.put(
                    key,
                    readValue(
                            map.valueFieldInfo(),
                            children(entry, map.valueLocationName()).get(0)));
        }
        return values;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getLocalName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static String memberName(ListTrait list) {
        return list.memberLocationName() == null ? "member" : list.memberLocationName();
    }

    static void write(XmlText xml, SdkPojo shape, Predicate<SdkField<?>> wanted) {
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null
                    && JsonShapes.isSet(value)
                    && wanted.test(field)
                    && !field.containsTrait(XmlAttributeTrait.class)) {
                writeField(xml, field, field.unmarshallLocationName(), value);
            }
        }
    }

    private static void writeField(XmlText xml, SdkField<?> field, String name, Object value) {
        if (value instanceof SdkPojo shape) {
            writeShape(xml, name, shape);
        } else if (value instanceof List<?> list) {
            writeList(xml, field.getTrait(ListTrait.class), name, list);
        } else if (value instanceof Map<?, ?> map) {
            writeMap(xml, field.getTrait(MapTrait.class), name, map);
        } else {
            xml.element(name, Scalars.write(field, value, TIMES));
        }
    }

    private static void writeShape(XmlText xml, String name, SdkPojo shape) {
        StringBuilder attributes = new StringBuilder();
        for (SdkField<?> field : shape.sdkFields()) {
            Object value = field.getValueOrDefault(shape);
            if (value != null && field.containsTrait(XmlAttributeTrait.class)) {
                attributes
                        .append(" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" ")
                        .append(field.unmarshallLocationName())
                        .append("=\"")
                        .append(XmlText.escaped(value.toString()))
                        .append('"');
            }
        }
        xml.open(name + attributes);
        write(xml, shape, any -> true);
        xml.close(name);
    }

    private static void writeList(XmlText xml, ListTrait trait, String name, List<?> list) {
        if (trait.isFlattened()) {
            list.forEach(element -> writeField(xml, trait.memberFieldInfo(), name, element));
            return;
        }
        xml.open(name);
        list.forEach(element -> writeField(xml, trait.memberFieldInfo(), memberName(trait), element));
        xml.close(name);
    }

    private static void writeMap(XmlText xml, MapTrait trait, String name, Map<?, ?> map) {
        xml.open(name);
        map.forEach((key, value) -> {
            xml.open("entry");
            xml.element(trait.keyLocationName(), key.toString());
            writeField(xml, trait.valueFieldInfo(), trait.valueLocationName(), value);
            xml.close("entry");
        });
        xml.close(name);
    }
}
