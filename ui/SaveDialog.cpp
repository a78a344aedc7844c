#include "ui/SaveDialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>

namespace latentscape {

namespace {

constexpr int kUntilRead = 2000; // ms

QString filterOf(const FileKind& kind) {
    return QStringLiteral("%1 (*.%2)").arg(kind.words, kind.ending);
}

// The name keeps what stands before an ending that is one of the kinds'.
void giveEnding(QFileDialog* dialog, const std::vector<FileKind>& kinds, const QString& ending) {
    dialog->setDefaultSuffix(ending);
    const QStringList files = dialog->selectedFiles();
    const QFileInfo file(files.isEmpty() ? QString() : files.front());
    if (std::ranges::find(kinds, file.suffix(), &FileKind::ending) != kinds.end())
        dialog->selectFile(file.completeBaseName() + QLatin1Char('.') + ending);
}

// Whoever deletes it waits for the thread that reads its folder, which is to be idle by then.
void leave(QFileDialog* dialog) {
    dialog->setObjectName({});
    QTimer::singleShot(kUntilRead, dialog, &QObject::deleteLater);
}

} // namespace

QFileDialog* openSaveDialog(QWidget* window, const QString& title, const QString& suggestedName,
                            const std::vector<FileKind>& kinds) {
    auto* dialog = new QFileDialog(window, title);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    QObject::connect(dialog, &QDialog::finished, dialog, [dialog] { leave(dialog); });
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QStringList filters;
    for (const FileKind& kind : kinds)
        filters.append(filterOf(kind));
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(kinds.front().ending);
    QObject::connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, kinds](const QString& filter) {
        const auto kind = std::ranges::find(kinds, filter, filterOf);
        if (kind != kinds.end())
            giveEnding(dialog, kinds, kind->ending);
    });
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::PicturesLocation));
    dialog->selectFile(QFileInfo(suggestedName).completeBaseName() + QLatin1Char('.') + kinds.front().ending);
    dialog->open();
    return dialog;
}

} // namespace latentscape
