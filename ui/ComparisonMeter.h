// Measures what one or two models make of the images of Compare: the first as newer weights arrive, at a pace
// that leaves a run most of the processor, the second once. UI thread, where no call blocks.
#pragma once

#include "ui/ErrorMeter.h"

#include <QTimer>

namespace latentscape {

class CompareImages;
class Decoder;
class SecondModel;

class ComparisonMeter : public QObject {
    Q_OBJECT

public:
    // All must outlive it.
    ComparisonMeter(const Decoder* first, const SecondModel* second, const CompareImages* images,
                    QObject* parent = nullptr);

    void setLive(bool training); // a run needs the cores
    void setWanted(bool wanted); // somebody looks; what has begun goes on
    void forget();               // other images, or another model
    void forgetSecond();

    // One of the models is a GAN, which has no encoder: its errors take a search for each image, which is too
    // much work beside a run.
    bool searches() const;
    bool canMeasure() const { return !(m_live && searches()); }

    void measure();      // what is not known
    void measureLater(); // weights that have not been measured yet, not more often than is worth while
    void cancel();       // what is known stays

    bool isBusy() const { return m_first.isBusy() || m_second.isBusy(); }
    // Null: not known.
    const std::shared_ptr<const MeasuredErrors>& first() const { return m_first.result(); }
    const std::shared_ptr<const MeasuredErrors>& second() const { return m_second.result(); }
    std::int64_t measuredStep() const { return m_first.weights() ? m_first.weights()->step : -1; }

signals:
    void began();
    void measured();
    void progressed(const QString& what, double share); // when it takes long and nothing is known yet
    void failed(const QString& message);

private:
    void measureFirst();
    void measureSecond();
    bool hasWork() const;

    const Decoder* m_decoder;
    const SecondModel* m_secondModel;
    const CompareImages* m_images;
    bool m_live = false;
    bool m_wanted = false;
    ErrorMeter m_first;
    ErrorMeter m_second;
    QTimer m_timer;
};

} // namespace latentscape
