// `latentscape-cli summary`: what a model is and what training it would cost here.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

void addSummaryCommand(CLI::App& app);

} // namespace latentscape
