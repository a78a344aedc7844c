// `latentscape-cli bench`: training speed, in the JSON lines of the PyTorch peer's benchmark.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

void addBenchCommand(CLI::App& app);

} // namespace latentscape
