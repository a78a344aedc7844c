// `latentscape-cli sample | reconstruct | traverse | interpolate`: pictures from a trained model.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

void addSampleCommand(CLI::App& app);
void addReconstructCommand(CLI::App& app);
void addTraverseCommand(CLI::App& app);
void addInterpolateCommand(CLI::App& app);

} // namespace latentscape
