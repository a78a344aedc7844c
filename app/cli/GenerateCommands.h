// `latentscape-cli sample | traverse | interpolate`: pictures from a trained model.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

class Interrupts;

// An interrupt ends the work; nothing is left of a file that is not whole.
void addSampleCommand(CLI::App& app, Interrupts& interrupts);
void addTraverseCommand(CLI::App& app, Interrupts& interrupts);
void addInterpolateCommand(CLI::App& app, Interrupts& interrupts);

} // namespace latentscape
