/** SageMaker's side: the model package's gate, model, endpoint config and endpoint. */
@NullMarked
package io.mlops.deploy.endpoint;

import org.jspecify.annotations.NullMarked;
