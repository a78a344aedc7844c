#include "ui/MainWindow.h"
#include "ui/QuitSignals.h"
#include "ui/Theme.h"

#include <QApplication>

int main(int argc, char** argv) {
    latentscape::QuitSignals::block(); // before the first thread
    QApplication app(argc, argv);
    QApplication::setOrganizationName("latentscape");
    QApplication::setApplicationName("latentscape");
    QApplication::setApplicationDisplayName("Latentscape");
    QApplication::setApplicationVersion(LATENTSCAPE_VERSION);
    latentscape::applyTheme(app, latentscape::Settings::theme());
    latentscape::MainWindow window;
    const latentscape::QuitSignals quitSignals;
    QObject::connect(&quitSignals, &latentscape::QuitSignals::quitRequested, &window,
                     &latentscape::MainWindow::saveAndClose);
    window.show();
    return QApplication::exec();
}
