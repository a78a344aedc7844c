// `latentscape-cli reconstruct`: held-out images above what a model, or two, make of them; the worst first,
// if wished, and a map of the errors.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

class Interrupts;

void addReconstructCommand(CLI::App& app, Interrupts& interrupts);

} // namespace latentscape
