#include "ui/SaveDialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include <algorithm>

namespace latentscape {

namespace {

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

} // namespace

QFileDialog* openSaveDialog(QWidget* window, const QString& title, const QString& suggestedName,
                            const std::vector<FileKind>& kinds) {
    auto* dialog = new QFileDialog(window, title);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
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
