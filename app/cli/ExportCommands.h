// `embed`, `losses` and `report`: what is known of a trained model and of its run, as files for other
// programs and for people.
#pragma once

#include <CLI/App.hpp>

namespace latentscape {

void addEmbedCommand(CLI::App& app);
void addLossesCommand(CLI::App& app);
void addReportCommand(CLI::App& app);

} // namespace latentscape
