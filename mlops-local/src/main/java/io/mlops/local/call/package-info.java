/**
 * One chain for every call, whoever makes it: identify, authorize, fault, validate, serve, record. A call's caller,
 * account, region and request id are a value that is handed to the service.
 */
@NullMarked
package io.mlops.local.call;

import org.jspecify.annotations.NullMarked;
