// `latentscape-cli find-lr`: which learning rate suits a model, its data and its optimizer.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

void addFindRateCommand(CLI::App& app);

} // namespace latentscape
