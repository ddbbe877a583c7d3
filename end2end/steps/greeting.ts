import { fileURLToPath } from "node:url";

/** A quarter of a second of sound that another program made; its README says which. */
export const greetingFile = fileURLToPath(new URL("../../domain/tests/greetings/pcm.wav", import.meta.url));
