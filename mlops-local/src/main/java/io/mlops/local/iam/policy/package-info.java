/**
 * What IAM policies say of a request: documents and a request in, a decision out. Pure: no state, no clock, no AWS SDK
 * (IAM user guide, "IAM JSON policy reference").
 */
@NullMarked
package io.mlops.local.iam.policy;

import org.jspecify.annotations.NullMarked;
