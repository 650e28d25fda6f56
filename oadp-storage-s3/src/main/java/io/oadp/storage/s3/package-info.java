// SPDX-License-Identifier: Apache-2.0
/** The object store on S3. */
@NullMarked
package io.oadp.storage.s3;

import org.jspecify.annotations.NullMarked;
