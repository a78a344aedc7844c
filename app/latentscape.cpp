#include "ui/MainWindow.h"
#include "ui/QuitSignals.h"
#include "ui/Theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <span>

namespace latentscape {

namespace {

constexpr int kWrongUsage = 2; // as the command line has it

void nameApplication() {
    QCoreApplication::setOrganizationName("latentscape");
    QCoreApplication::setApplicationName("latentscape");
    QGuiApplication::setApplicationDisplayName("Latentscape");
    QCoreApplication::setApplicationVersion(LATENTSCAPE_VERSION);
    QGuiApplication::setDesktopFileName("latentscape"); // by which the desktop knows its icon
}

// These need no display and open no window.
bool asksForWordsOnly(std::span<char*> arguments) {
    return std::ranges::any_of(arguments, [](const std::string_view word) {
        return word == "-h" || word == "--help" || word == "-v" || word == "--version";
    });
}

void describe(QCommandLineParser& parser) {
    parser.setApplicationDescription(QCoreApplication::translate(
        "latentscape", "Train a generative model on images and walk its latent space while it learns."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "file",
        QCoreApplication::translate(
            "latentscape",
            "A folder or IDX file with images, \"shapes\", a checkpoint or the folder of a run."),
        "[file]");
}

[[noreturn]] void printWords(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    describe(parser);
    parser.parse(QCoreApplication::arguments());
    if (parser.isSet("version")) {
        parser.showVersion();
    }
    parser.showHelp();
}

int showWindow(const QString& file) {
    applyTheme(*qApp, Settings::theme());
    MainWindow window;
    const QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, &window, &MainWindow::saveAndClose);
    QObject::connect(qApp, &QGuiApplication::commitDataRequest, &window, &MainWindow::keepRun);
    if (file == "shapes") { // the embedded images, as on the command line
        window.open(file);
    } else if (!file.isEmpty()) {
        window.open(QFileInfo(file).absoluteFilePath());
    }
    window.show();
    return QApplication::exec();
}

} // namespace

} // namespace latentscape

int main(int argc, char** argv) {
    using namespace latentscape;
    QuitSignals::block(); // before the first thread
    nameApplication();
    if (asksForWordsOnly(std::span(argv, static_cast<std::size_t>(argc)))) {
        printWords(argc, argv);
    }
    const QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the desktop's, but files have a point whatever the language
    QCommandLineParser parser;
    describe(parser);
    const bool understood = parser.parse(QApplication::arguments());
    const QStringList files = parser.positionalArguments();
    if (!understood || files.size() > 1) {
        const QString problem = understood ? QCoreApplication::translate("latentscape", "One file at a time.")
                                           : parser.errorText();
        std::fprintf(stderr, "latentscape: %s\n%s", qPrintable(problem), qPrintable(parser.helpText()));
        return kWrongUsage;
    }
    return showWindow(files.value(0));
}
