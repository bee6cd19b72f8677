package io.mlops.local.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a class's methods what they ask for by their parameters: {@code LocalAws}, its {@code VirtualTime}, and any
 * synchronous SDK client of a service that is served. For choices, as images, register a {@link LocalAwsExtension}.
 */
@Documented
@ExtendWith(LocalAwsExtension.class)
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface LocalAwsTest {
    /**
     * Says how long an account lives.
     *
     * @return for a method by default
     */
    Fresh fresh() default Fresh.PER_METHOD;
}
