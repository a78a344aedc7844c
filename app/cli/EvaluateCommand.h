// `latentscape-cli evaluate`: what a trained model is worth on held-out images.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

void addEvaluateCommand(CLI::App& app);

} // namespace latentscape
