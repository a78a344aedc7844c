// `latentscape-cli train`: a run in a folder of its own, which can be interrupted and resumed.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

class Interrupts;

void addTrainCommand(CLI::App& app, Interrupts& interrupts);

} // namespace latentscape
