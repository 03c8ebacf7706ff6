/**
 * Reads and writes records as JSON, with the place of every error. Depends on nothing but the JDK
 * and JSpecify: the record packages depend on it, and a JSON library would cost every command its
 * start-up time. Start with {@code SpecReader}.
 */
package org.jrunc.spec.json;
