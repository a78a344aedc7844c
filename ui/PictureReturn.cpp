#include "ui/PictureReturn.h"

#include "ui/Decoder.h"
#include "ui/LatentPoint.h"

#include <QFileInfo>

namespace latentscape {

PictureReturn::PictureReturn(const Decoder* decoder, const OpenModel* open, LatentPoint* point,
                             QObject* parent)
    : QObject(parent)
    , m_decoder(decoder)
    , m_open(open)
    , m_point(point) {
    connect(&m_reading, &LatestTask::failed, this, &PictureReturn::failed);
}

void PictureReturn::open(const QString& file) {
    m_reading.run([this, file, open = m_open->now()](std::stop_token) {
        const RecordedPicture picture = readRecord(file, open);
        return std::function<void()>([this, file, picture] { take(file, picture); });
    });
}

void PictureReturn::take(const QString& file, const RecordedPicture& picture) {
    const QString name = QFileInfo(file).fileName();
    if (!picture.problem.isEmpty())
        emit told(tr("%1 is opened as any picture").arg(name), picture.problem);
    if (!picture.made) {
        emit ownOpened(file);
        return;
    }
    const Provenance& made = *picture.made;
    if (made.madeBy == "losses") {
        emit told(tr("%1 is a plot of losses").arg(name),
                  tr("It leads to no point of the latent space. The run: %1.").arg(modelInWords(made)));
        return;
    }
    if (made.pictures() == 0) { // a sheet of whose latents nothing is known: as any picture
        emit ownOpened(file);
        return;
    }
    const ModelConfig& model = m_decoder->model();
    if (made.dimensions != model.latent) {
        emit told(tr("%1 was made with another model").arg(name),
                  tr("Its latents have %1 dimensions, those of the model that is open %2. It was: %3.")
                      .arg(made.dimensions)
                      .arg(model.latent)
                      .arg(modelInWords(made)));
        return;
    }
    const Provenance first = made.ofPicture(0);
    const bool hasClass = !first.classes.empty() && first.classes.front() < model.classes;
    m_point->touch();
    m_point->move(first.latents, hasClass ? first.classes.front() : m_point->label(),
                  LatentPoint::Move::Jump);
    if (!picture.sameModel)
        emit told(tr("%1 was made with another model").arg(name),
                  tr("The point is the same, but what this model makes of it looks different. It was: %1.")
                      .arg(modelInWords(made)));
    else if (made.pictures() > 1)
        emit notice(tr("The first of the %1 pictures of %2").arg(made.pictures()).arg(name));
    else
        emit notice(tr("Back at the point of %1").arg(name));
}

} // namespace latentscape
