#include "ui/Commands.h"

#include "ui/Glossary.h"
#include "ui/MainMenu.h"

#include <QCoreApplication>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>

namespace latentscape {

namespace {

QString plain(QString words) { // without the mark of its letter
    return words.remove('&');
}

// Says in an empty menu that there is nothing.
bool isPlaceholder(const QAction& action) {
    return !action.isEnabled() && !action.menu() && action.objectName().isEmpty();
}

void addActions(const QMenu& menu, const QString& where, std::vector<Command>& commands) {
    for (QAction* action : menu.actions()) {
        // Of a menu that can't be opened now nothing can be done.
        if (action->menu() && action->isEnabled()) {
            addActions(*action->menu(), where + QStringLiteral(" > ") + plain(action->text()), commands);
        } else if (!action->isSeparator() && !isPlaceholder(*action)) {
            commands.push_back({plain(action->text()), where,
                                action->shortcut().toString(QKeySequence::NativeText),
                                MainMenu::whyNot(*action), [it = QPointer(action)] {
                                    if (it) {
                                        it->trigger();
                                    }
                                }});
        }
    }
}

} // namespace

std::vector<Command> menuCommands(const QMenuBar& menus) {
    std::vector<Command> commands;
    for (const QAction* top : menus.actions()) {
        addActions(*top->menu(), plain(top->text()), commands);
    }
    return commands;
}

std::vector<Command> termCommands(const std::function<void(const QString& name)>& show) {
    std::vector<Command> commands;
    for (const GlossaryEntry& entry : glossary()) {
        commands.push_back({entry.name,
                            QCoreApplication::translate("latentscape", "Terms"),
                            {},
                            {},
                            [show, name = entry.name] { show(name); }});
    }
    return commands;
}

} // namespace latentscape
