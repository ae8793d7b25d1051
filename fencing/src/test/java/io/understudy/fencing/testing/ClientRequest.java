package io.understudy.fencing.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.zookeeper.MultiOperationRecord;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs.OpCode;
import org.apache.zookeeper.server.ByteBufferInputStream;

/**
 * What a ZooKeeper client asks for.
 *
 * @param parts the operations of a transaction or of a read of several nodes, else the one operation; none if it concerns
 *     no node
 */
public record ClientRequest(List<Part> parts) {

    private static final int HEADER_BYTES = 8;

    /**
     * One operation.
     *
     * @param operation of {@link OpCode}
     * @param path the node's absolute path
     */
    public record Part(int operation, String path) {}

    public ClientRequest {
        parts = List.copyOf(parts);
    }

    /** Whether it does this to a node of this path, alone or among other things. */
    public boolean does(int operation, String path) {
        return parts.contains(new Part(operation, path));
    }

    /** Whether it does this to any node below this path. */
    public boolean doesBelow(int operation, String path) {
        return parts.stream()
                .anyMatch(part -> part.operation() == operation && part.path().startsWith(path + "/"));
    }

    /** Whether it does this and nothing else. */
    public boolean doesOnly(int operation, String path) {
        return parts.equals(List.of(new Part(operation, path)));
    }

    /** @param frame as it goes over the wire, not the first of its connection; stays as it is */
    static ClientRequest of(ByteBuffer frame) throws IOException {
        if (frame.limit() < HEADER_BYTES) {
            return new ClientRequest(List.of());
        }
        ByteBuffer body = frame.duplicate().position(HEADER_BYTES);
        int operation = frame.getInt(Integer.BYTES);
        return switch (operation) {
            case OpCode.multi, OpCode.multiRead -> new ClientRequest(parts(body));
            case OpCode.create,
                    OpCode.create2,
                    OpCode.delete,
                    OpCode.exists,
                    OpCode.getData,
                    OpCode.setData,
                    OpCode.getChildren,
                    OpCode.getChildren2 -> new ClientRequest(List.of(new Part(operation, path(body))));
            default -> new ClientRequest(List.of());
        };
    }

    private static List<Part> parts(ByteBuffer body) throws IOException {
        MultiOperationRecord record = new MultiOperationRecord();
        ByteBufferInputStream.byteBuffer2Record(body, record);
        List<Part> parts = new ArrayList<>();
        for (Op op : record) {
            parts.add(new Part(op.getType(), op.getPath()));
        }
        return parts;
    }

    private static String path(ByteBuffer body) {
        byte[] path = new byte[body.getInt()];
        body.get(path);
        return new String(path, UTF_8);
    }
}
