/**
 * Values of {@code config.json} that are wrong: refused before anything is created, with the JSON
 * pointer in the message, and where runc refuses them. Start reading at {@code bad-values.json}.
 */
@NullMarked
package org.jrunc.conformance.refusal;

import org.jspecify.annotations.NullMarked;
