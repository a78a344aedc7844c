#include "ui/Help.h"

#include "ui/Commands.h"
#include "ui/HelpPage.h"
#include "ui/MainMenu.h"
#include "ui/Opening.h"
#include "ui/SetupPanel.h"
#include "ui/TermsPage.h"
#include "ui/ViewStack.h"
#include "ui/WelcomePage.h"

#include <QAction>
#include <QHelpEvent>
#include <QMainWindow>
#include <QMenuBar>
#include <QWhatsThis>

namespace latentscape {

Help::Help(const MainMenu& menu, Opening* opening, SetupPanel* setup, ViewStack* views, QMainWindow* window)
    : QObject(window)
    , m_setup(setup)
    , m_views(views)
    , m_window(window)
    , m_welcome(new WelcomePage(dataHomes()))
    , m_terms(new TermsPage)
    , m_page(new HelpPage)
    , m_search(new CommandSearch(window)) {
    for (QWidget* page : std::initializer_list<QWidget*>{m_welcome, m_terms, m_page}) {
        m_views->addWidget(page);
    }
    connectWelcome(opening);
    connect(m_terms, &Page::left, this, &Help::left);
    connect(m_page, &HelpPage::left, this, &Help::left);
    connect(menu.welcome, &QAction::triggered, this, [this] {
        showWelcome();
        m_welcome->takeFocus();
    });
    connect(menu.terms, &QAction::triggered, this, [this] { showTerms({}); });
    connect(menu.search, &QAction::triggered, this, &Help::searchCommands);
    connect(menu.shortcuts, &QAction::triggered, this, [this] {
        m_views->setCurrentWidget(m_page);
        m_page->showShortcuts(*m_window->menuBar());
    });
    connect(menu.about, &QAction::triggered, this, [this] {
        m_views->setCurrentWidget(m_page);
        m_page->showAbout();
    });
    window->installEventFilter(this);
}

void Help::connectWelcome(Opening* opening) {
    connect(m_welcome, &Page::left, this, &Help::left);
    connect(m_welcome, &WelcomePage::openRequested, opening, &Opening::chooseFolder);
    connect(m_welcome, &WelcomePage::lastRunRequested, opening, &Opening::goOnWithLastRun);
    connect(m_welcome, &WelcomePage::dataChosen, this, [this, opening](const QString& source) {
        m_setup->takeFocus(); // when they are loaded: Enter then trains
        opening->open(source);
    });
    connect(m_welcome, &WelcomePage::dataArrived, this, [this](const QString& title, const QString& folder) {
        m_setup->offerDataSource(title, folder);
        emit notice(tr("%1 is there").arg(title));
    });
    connect(m_welcome, &WelcomePage::dataFailed, this, [this](const QString& title, const QString& message) {
        if (!m_welcome->isVisible()) { // which says it itself
            emit failed(tr("%1 could not be fetched").arg(title), message);
        }
    });
    connect(opening, &Opening::lastRunFound, m_welcome, &WelcomePage::setLastRun);
    connect(opening, &Opening::began, this, [this] {
        if (m_welcome->isVisibleTo(m_views)) {
            emit left();
        }
    });
}

bool Help::isWelcoming() const {
    return m_welcome->isVisible();
}

void Help::showWelcome() {
    m_welcome->refresh();
    m_views->setCurrentWidget(m_welcome);
}

void Help::showTerms(const QString& words) {
    m_views->setCurrentWidget(m_terms);
    m_terms->show(words);
}

void Help::searchCommands() {
    std::vector<Command> commands = menuCommands(*m_window->menuBar());
    for (Command& setting : m_setup->commands()) {
        commands.push_back(std::move(setting));
    }
    for (Command& term : termCommands([this](const QString& name) { showTerms(name); })) {
        commands.push_back(std::move(term));
    }
    m_search->open(std::move(commands));
}

bool Help::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_window &&
        (event->type() == QEvent::QueryWhatsThis || event->type() == QEvent::WhatsThis)) {
        const bool can = explain(*static_cast<QHelpEvent*>(event));
        event->setAccepted(can);
        return can;
    }
    return QObject::eventFilter(watched, event);
}

// "What's this?" asks the widgets from the innermost outwards; the tooltips answer for all of them.
bool Help::explain(const QHelpEvent& event) {
    QWidget* widget = m_window->childAt(event.pos());
    while (widget && widget->toolTip().isEmpty()) {
        widget = widget->parentWidget();
    }
    if (widget && event.type() == QEvent::WhatsThis) {
        QWhatsThis::showText(event.globalPos(), widget->toolTip(), widget);
    }
    return widget != nullptr;
}

} // namespace latentscape
