package org.jrunc.spec.check;

import org.jrunc.spec.Spec;

/** The rules of one chapter of the specification. */
interface Chapter {

  /** Adds what the spec breaks, in the order of the document. */
  void check(Spec spec, Findings findings);
}
