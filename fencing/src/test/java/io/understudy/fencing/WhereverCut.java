package io.understudy.fencing;

import io.understudy.fencing.testing.FaultProxy.Cut;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A test that is run with the connection cut at each point of a transaction. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@EnumSource(value = Cut.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
@interface WhereverCut {}
