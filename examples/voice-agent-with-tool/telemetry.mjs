// The same as for any other program.
import '../google-genai/telemetry.mjs';
