package io.mlops.local.call;

import java.util.Optional;
import java.util.Set;

/** A body that is followed by headers, as S3's checksums follow an {@code aws-chunked} body. */
public interface Trailers {
    /**
     * Says which trailers the request announced.
     *
     * @return their names in lower case
     */
    Set<String> announced();

    /**
     * Gives a trailer, once the body was read to its end.
     *
     * @param name its name in lower case
     * @return its value
     */
    Optional<String> trailer(String name);
}
