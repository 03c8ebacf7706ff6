/**
 * Rules of access to devices. Depends on the specification records and {@code failure}. Start with
 * {@code DeviceRule}.
 */
package org.jrunc.core.device;
