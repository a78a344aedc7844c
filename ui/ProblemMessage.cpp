#include "ui/ProblemMessage.h"

#include "ui/HelpPage.h"

#include <QCoreApplication>
#include <QDateTime>

namespace latentscape {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("latentscape", text);
}

QString detailsOf(const Problem& problem, const QString& title) {
    QString details = QDateTime::currentDateTime().toString(Qt::ISODate) + '\n' + title + '\n';
    if (!problem.file.isEmpty()) {
        details += problem.file + '\n';
    }
    return details + problem.message + '\n' + HelpPage::versions();
}

} // namespace

Message messageFor(const Problem& problem, const Remedies& remedies) {
    Message message;
    message.text = problem.message;
    const auto offer = [&](const QString& title, const QString& remedy, const std::function<void()>& act) {
        message.title = title;
        message.remedy = remedy;
        message.act = act;
    };
    switch (problem.what) {
    case Problem::What::DataNotLoaded:
        offer(tr("These images could not be loaded"), tr("Choose a folder..."), remedies.chooseFolder);
        break;
    case Problem::What::CheckpointNotOpened:
        offer(tr("This checkpoint could not be opened"), tr("Choose another..."), remedies.chooseCheckpoint);
        break;
    case Problem::What::DataMissing:
        offer(tr("The model is open, the images it was trained on are not at hand"),
              tr("Choose the images..."), remedies.chooseFolder);
        break;
    case Problem::What::RunNotStarted:
        offer(tr("Training could not start"), tr("Choose images..."), remedies.chooseFolder);
        break;
    case Problem::What::RunFailed:
        offer(tr("Training stopped by itself"), tr("Go on with a tenth of the rate"),
              remedies.goOnMoreCarefully);
        break;
    case Problem::What::MomentNotKept: // the run goes on
        message.title = tr("A moment of this run could not be kept; training goes on");
        break;
    case Problem::What::MomentNotRead:
        message.title = tr("This moment of the run could not be read");
        break;
    case Problem::What::NotChanged:
        message.title = tr("This setting could not be changed");
        break;
    case Problem::What::NotSaved:
        offer(tr("The checkpoint could not be saved"), tr("Save elsewhere..."), remedies.saveElsewhere);
        break;
    }
    message.details = detailsOf(problem, message.title);
    return message;
}

} // namespace latentscape
