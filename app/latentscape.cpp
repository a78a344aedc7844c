#include "ui/MainWindow.h"
#include "ui/Theme.h"

#include <QApplication>

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setOrganizationName("latentscape");
    QApplication::setApplicationName("latentscape");
    QApplication::setApplicationVersion(LATENTSCAPE_VERSION);
    latentscape::applyTheme(app, latentscape::ThemeMode::FollowDesktop);
    latentscape::MainWindow window;
    window.show();
    return QApplication::exec();
}
