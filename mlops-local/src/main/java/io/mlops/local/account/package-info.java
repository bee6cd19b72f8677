/**
 * The shared state of the emulated accounts: who calls, scopes and ARNs, ids, credentials, time, files, and the stores
 * that services keep by account and region.
 */
@NullMarked
package io.mlops.local.account;

import org.jspecify.annotations.NullMarked;
