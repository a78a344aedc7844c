// What the command search can find beside the settings.
#pragma once

#include "ui/CommandSearch.h"

class QMenuBar;

namespace latentscape {

std::vector<Command> menuCommands(const QMenuBar& menus);
// One for each term of the glossary.
std::vector<Command> termCommands(const std::function<void(const QString& name)>& show);

} // namespace latentscape
