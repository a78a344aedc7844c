// `latentscape-cli get`: fetches a well-known data set.
#pragma once

namespace CLI {
class App;
}

namespace latentscape {

class Interrupts;

void addGetCommand(CLI::App& app, Interrupts& interrupts);

} // namespace latentscape
