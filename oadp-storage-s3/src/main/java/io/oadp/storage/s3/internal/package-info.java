// SPDX-License-Identifier: Apache-2.0
/** How the S3 store works; the AWS SDK's types stay in here. */
@NullMarked
package io.oadp.storage.s3.internal;

import org.jspecify.annotations.NullMarked;
