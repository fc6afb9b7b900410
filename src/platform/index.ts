/** The platform that this build is for: the one line that a build for another one changes. */
export * from './node.js';
